/** Profiles of the data that models are trained on. */
@org.jspecify.annotations.NullMarked
package io.streamgauge.app.profile;
