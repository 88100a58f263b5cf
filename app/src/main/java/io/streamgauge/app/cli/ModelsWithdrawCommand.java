package io.streamgauge.app.cli;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code models withdraw}: ends a candidate or shadow. */
@Command(
        name = "withdraw",
        description = {
            "Ends a candidate or shadow; the events of a candidate go to the champion.",
            "It comes into force in each partition between two events; 'models status' tells where."
        })
final class ModelsWithdrawCommand implements Callable<Integer> {

    @Mixin
    private VariantOptions options = new VariantOptions();

    @Override
    public Integer call() {
        return options.publish((next, variant) -> next.withdraw(variant));
    }
}
