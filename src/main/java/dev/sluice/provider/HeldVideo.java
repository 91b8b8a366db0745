package dev.sluice.provider;

/**
 * A video that a provider has.
 *
 * @param uri where it is; holds its asset where the provider knows one
 * @param shown what the provider shows of the file
 */
public record HeldVideo(HeldUri uri, IndexedVideo.Shown shown) {}
