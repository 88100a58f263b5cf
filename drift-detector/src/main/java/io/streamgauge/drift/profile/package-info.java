/** What a feature looked like, in one window or while the model was right: bounded, mergeable, order-free. Pure. */
@org.jspecify.annotations.NullMarked
package io.streamgauge.drift.profile;
