package dev.sluice.step;

/**
 * The run that a step is part of.
 *
 * @param runId unique id
 * @param job the job's name
 * @param configHash hash of the job's settings
 * @param codeVersion version of Sluice
 */
public record RunInfo(String runId, String job, String configHash, String codeVersion) {}
