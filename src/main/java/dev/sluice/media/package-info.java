/**
 * Facts, frames and identity of video files, measured by FFmpeg's own programs in child processes.
 *
 * <p>Entry type: {@link dev.sluice.media.FfmpegPrograms}. Invariant: no decoder runs inside this
 * JVM, and every child is limited in time, memory and output.
 */
package dev.sluice.media;
