/** The pipeline document put together from its sections, its reference page and its JSON Schema. */
@org.jspecify.annotations.NullMarked
package io.streamgauge.app.config;
