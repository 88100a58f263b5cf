/** Compiled, sandboxed expressions over an event and its features. */
@org.jspecify.annotations.NullMarked
package io.streamgauge.store.expression;
