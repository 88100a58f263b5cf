/** The schema registry as the rest sees it: register a schema, find one by id. Only here is Confluent's client known. */
@org.jspecify.annotations.NullMarked
package io.streamgauge.schemas.registry;
