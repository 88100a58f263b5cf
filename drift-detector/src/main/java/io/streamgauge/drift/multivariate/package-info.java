/** Changes of rows as wholes, which no single feature shows. Pure. */
@org.jspecify.annotations.NullMarked
package io.streamgauge.drift.multivariate;
