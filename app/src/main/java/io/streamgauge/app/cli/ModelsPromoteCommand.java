package io.streamgauge.app.cli;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code models promote}: makes a candidate or shadow the champion. */
@Command(
        name = "promote",
        description = {
            "Makes a candidate or shadow the champion, which scores all events that no other candidate does.",
            "It comes into force in each partition between two events; 'models status' tells where."
        })
final class ModelsPromoteCommand implements Callable<Integer> {

    @Mixin
    private VariantOptions options = new VariantOptions();

    @Override
    public Integer call() {
        return options.publish((next, variant) -> next.promote(variant));
    }
}
