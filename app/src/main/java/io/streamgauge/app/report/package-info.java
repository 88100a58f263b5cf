/** What a pipeline's drift topics say, as one page and as one JSON document. Both are made of the same {@code DriftReport}. */
@org.jspecify.annotations.NullMarked
package io.streamgauge.app.report;
