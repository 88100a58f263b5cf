package io.streamgauge.app.cli;

import io.streamgauge.app.WrongUsageException;
import io.streamgauge.app.config.Pipeline;
import io.streamgauge.app.config.PipelineFile;
import io.streamgauge.app.config.RuntimeValue;
import io.streamgauge.app.run.EffectiveStreams;
import io.streamgauge.app.run.RuntimeOptions;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code config}: what {@code run} would do with the same words, and where each value comes from. */
@Command(
        name = "config",
        description = {
            "Prints the settings that 'run' would use with the same options and environment, and where each comes from.",
            "Secrets are hidden. Nothing is started or asked."
        })
final class ConfigCommand implements Callable<Integer> {

    private static final String DEFAULT = "default";
    private static final Pattern TOLD_DEFAULT = Pattern.compile("\\(default: (.*)\\)\\.?$");
    private static final String REGISTRY = "schema.registry.";

    @Spec
    @SuppressWarnings("NullAway.Init")
    private CommandSpec spec;

    @Parameters(paramLabel = "PIPELINE", description = "The pipeline document, e.g. examples/fraud/pipeline.yaml.")
    @SuppressWarnings("NullAway.Init")
    private Path file;

    @Mixin
    private RunOptions run = new RunOptions();

    @Option(names = "--output", paramLabel = "text|json", description = "How to print it (default: text).")
    private OutputForm output = OutputForm.TEXT;

    /**
     * A setting.
     *
     * @param section what it belongs to
     * @param from where the value comes from
     */
    private record Entry(String section, String name, String value, String from) {

        static Entry of(String section, String name, String value, String from) {
            return new Entry(section, name, Masked.value(name, value), from);
        }
    }

    @Override
    public Integer call() {
        Pipeline pipeline = PipelineFile.loadWithoutModel(file);
        RuntimeOptions options = run.settings(pipeline);
        OptionalInt threads = options.threads();
        List<Entry> entries = new ArrayList<>(options(pipeline));
        List<RuntimeValue> runtime = RuntimeValue.of(file);
        runtime.forEach(value -> entries.add(Entry.of(
                "runtime",
                value.key(),
                value.key().equals("threads") && threads.isPresent()
                        ? String.valueOf(threads.getAsInt())
                        : value.value(),
                value.key().equals("threads") && threads.isPresent()
                        ? origin("--threads")
                        : value.stated() ? "document" : DEFAULT)));
        streams(pipeline, options)
                .forEach((key, value) -> entries.add(Entry.of("kafka streams", key, value, from(key, options))));
        new TreeMap<>(options.clientProperties()).forEach((key, value) -> {
            if (key.startsWith(REGISTRY)) {
                entries.add(Entry.of("schema registry", key, value, from(key, options)));
            }
        });
        print(pipeline, entries);
        return ExitCode.OK;
    }

    private static SortedMap<String, String> streams(Pipeline pipeline, RuntimeOptions options) {
        try {
            return EffectiveStreams.properties(pipeline, options);
        } catch (IllegalArgumentException e) {
            throw new WrongUsageException(String.valueOf(e.getMessage()));
        }
    }

    private static String from(String key, RuntimeOptions options) {
        return options.clientProperties().containsKey(key) ? "-X or --properties" : "streamgauge";
    }

    private List<Entry> options(Pipeline pipeline) {
        List<Entry> entries = new ArrayList<>();
        for (OptionSpec option : spec.options()) {
            String name = option.longestName();
            if (option.usageHelp() || option.versionHelp() || option.type() == Map.class || name.equals("--output")) {
                continue;
            }
            Object value = option.getValue();
            if (name.equals("--data-dir")) {
                value = run.dataDirectory(pipeline);
            }
            if (value != null) {
                entries.add(Entry.of("options", name, value.toString(), origin(name)));
            } else {
                toldDefault(option).ifPresent(told -> entries.add(Entry.of("options", name, told, DEFAULT)));
            }
        }
        return entries;
    }

    private String origin(String option) {
        if (spec.commandLine().getParseResult().hasMatchedOption(option)) {
            return "command line";
        }
        try {
            return spec.defaultValueProvider().defaultValue(spec.findOption(option)) != null
                    ? EnvironmentDefaults.variable(option)
                    : DEFAULT;
        } catch (Exception e) {
            throw new IllegalStateException("no origin of " + option, e);
        }
    }

    /** What the help says that it is when it is not given. */
    private static Optional<String> toldDefault(OptionSpec option) {
        for (String line : option.description()) {
            Matcher told = TOLD_DEFAULT.matcher(line);
            if (told.find()) {
                return Optional.of(told.group(1));
            }
        }
        return Optional.empty();
    }

    private void print(Pipeline pipeline, List<Entry> entries) {
        PrintWriter out = spec.commandLine().getOut();
        if (output == OutputForm.JSON) {
            Map<String, Object> document = new LinkedHashMap<>();
            document.put("pipeline", pipeline.name());
            document.put("settings", entries);
            out.println(Json.write(document));
            return;
        }
        String section = "";
        for (Entry entry : entries) {
            if (!entry.section().equals(section)) {
                section = entry.section();
                out.println(section);
            }
            out.println("  " + entry.name() + " = " + entry.value() + "   (" + entry.from() + ")");
        }
    }
}
