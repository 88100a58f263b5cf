/** Keeps registered models: files under their digest, and an unchangeable record per name and version. */
@org.jspecify.annotations.NullMarked
package io.streamgauge.scoring.store;
