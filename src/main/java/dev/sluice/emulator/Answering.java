package dev.sluice.emulator;

/** Who answers. */
public enum Answering {
  /** Small models on this machine look at the footage. */
  LOCAL_MODELS,
  /**
   * Nobody: answers are made up from a hash of what was sent. No model runs, no file is decoded, no
   * link is fetched. For load tests of clients; such answers say nothing about any footage.
   */
  MADE_UP
}
