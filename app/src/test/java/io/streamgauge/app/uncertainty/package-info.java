@org.jspecify.annotations.NullMarked
package io.streamgauge.app.uncertainty;
