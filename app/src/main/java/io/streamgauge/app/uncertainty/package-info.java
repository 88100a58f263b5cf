/** Sets and intervals learnt from labels: the newest labels, the predictions they judge, and the revision made of them. */
@org.jspecify.annotations.NullMarked
package io.streamgauge.app.uncertainty;
