/** What a pipeline declares about its sources and feature views, and how it is read. */
@org.jspecify.annotations.NullMarked
package io.streamgauge.store.definition;
