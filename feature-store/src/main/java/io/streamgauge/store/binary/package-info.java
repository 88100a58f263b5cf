/** Bytes of our own formats: fixed numbers, varints, texts. Pure. */
@org.jspecify.annotations.NullMarked
package io.streamgauge.store.binary;
