package io.streamgauge.scoring.gate;

import io.streamgauge.scoring.store.GateReport;
import io.streamgauge.scoring.store.ModelRegistration;
import org.jspecify.annotations.Nullable;

/**
 * How a model fared.
 *
 * @param report every check; none when this file was registered before
 * @param registration the registration; null when the model was refused
 * @param before whether the very same file was registered before, and nothing was done
 */
public record GateResult(GateReport report, @Nullable ModelRegistration registration, boolean before) {}
