package io.streamgauge.app.config;

/**
 * Where outcomes arrive.
 *
 * @param source name of the source that carries them; its id is the id of the event they judge
 * @param outcome field of that source that holds the outcome
 */
public record LabelsDefinition(String source, String outcome) {}
