/** Reads of features by those outside: what they ask for, the rows it takes, the answer. */
@org.jspecify.annotations.NullMarked
package io.streamgauge.app.online;
