/** Two-sample statistics with thresholds that count both sample sizes. Pure: numbers in, numbers out. */
@org.jspecify.annotations.NullMarked
package io.streamgauge.drift.statistic;
