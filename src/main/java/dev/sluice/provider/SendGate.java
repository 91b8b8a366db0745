package dev.sluice.provider;

/**
 * Asked right before the first byte of a paid request leaves this process, connection and all being
 * ready: may it still be sent? A process that was stopped for minutes and goes on must not send
 * what another has done since.
 */
@FunctionalInterface
public interface SendGate {
  /** Always open. */
  SendGate OPEN = () -> true;

  /** Whether the request may still leave; a closed gate drops it as {@code Later}. */
  boolean isOpen();
}
