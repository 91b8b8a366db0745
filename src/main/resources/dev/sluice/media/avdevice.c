/*
 * FFmpeg's library of cameras, screens and sound cards, without any of them.
 *
 * The programs ask for it when they start, and the original asks for the libraries of a desktop
 * (xcb, ALSA, PulseAudio), which servers and slim images do not have. A job reads files only.
 *
 * Both builds are beside this file. Again, with gcc and aarch64-linux-gnu-gcc for COMPILER:
 *
 *   COMPILER -O2 -s -shared -fPIC -nostdlib -Wl,-soname,libavdevice.so.62 \
 *     -Wl,--version-script=avdevice.map -Wl,--build-id=none -Wl,-z,noseparate-code \
 *     -o KIND/libavdevice.so.62 avdevice.c
 */

extern const char *avutil_configuration(void);

unsigned avdevice_version(void) { return 62 << 16 | 1 << 8 | 100; }
const char *avdevice_configuration(void) { return avutil_configuration(); }
void avdevice_register_all(void) {}

const void *av_input_audio_device_next(const void *before) { return 0; }
const void *av_input_video_device_next(const void *before) { return 0; }
const void *av_output_audio_device_next(const void *before) { return 0; }
const void *av_output_video_device_next(const void *before) { return 0; }

/* AVERROR(ENOSYS): there are no devices to list. */
int avdevice_list_input_sources(const void *f, const char *n, void *o, void **l) { return -38; }
int avdevice_list_output_sinks(const void *f, const char *n, void *o, void **l) { return -38; }
void avdevice_free_list_devices(void **list) {}
