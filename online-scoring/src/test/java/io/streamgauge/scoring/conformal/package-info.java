@org.jspecify.annotations.NullMarked
package io.streamgauge.scoring.conformal;
