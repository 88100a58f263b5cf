/** The dashboard: one page that draws what the HTTP API says. */
@org.jspecify.annotations.NullMarked
package io.streamgauge.app.dashboard;
