/** Reading the pipeline document: nodes that know their line, tables of properties, problems a user can act on. */
@org.jspecify.annotations.NullMarked
package io.streamgauge.schemas.config;
