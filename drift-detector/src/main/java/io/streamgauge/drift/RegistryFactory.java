package io.streamgauge.drift;

import io.streamgauge.schemas.registry.SchemaRegistry;
import java.io.Serializable;

/** Opens the schema registry where an operator runs; travels with the job, unlike a registry. */
@FunctionalInterface
interface RegistryFactory extends Serializable {

    SchemaRegistry open();
}
