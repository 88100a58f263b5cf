/** The feature vector: values and statuses, in model input order. */
@org.jspecify.annotations.NullMarked
package io.streamgauge.store.vector;
