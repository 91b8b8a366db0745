package dev.sluice.calls;

/** What to do about a create of which nobody could say for a day whether it was accepted. */
public enum OnUnsure {
  /** Leave it to a person; the default. Nothing can be paid twice. */
  QUARANTINE,
  /** Create it again. <b>May pay twice.</b> */
  PAY
}
