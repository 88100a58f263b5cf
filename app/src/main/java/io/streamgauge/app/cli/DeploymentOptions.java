package io.streamgauge.app.cli;

import io.streamgauge.app.CommandFailedException;
import io.streamgauge.app.WrongUsageException;
import io.streamgauge.app.rollout.Deployments;
import io.streamgauge.app.rollout.RolloutStatus;
import io.streamgauge.app.run.Cluster;
import io.streamgauge.schemas.DeployedVariant;
import io.streamgauge.schemas.ModelDeployment;
import io.streamgauge.schemas.VariantRole;
import io.streamgauge.scoring.rollout.Buckets;
import io.streamgauge.scoring.rollout.DeploymentException;
import io.streamgauge.scoring.rollout.GuardText;
import io.streamgauge.scoring.rollout.Revisions;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;

/** What commands that change deployments have in common. */
final class DeploymentOptions {

    @Mixin
    private ConnectionOptions connection = new ConnectionOptions();

    @Option(
            names = "--author",
            paramLabel = "NAME",
            description = "Who asks for it (default: the user of this process).")
    private @Nullable String author;

    @Option(names = "--reason", paramLabel = "TEXT", description = "Why, to be kept with the revision.")
    private String reason = "";

    @Option(
            names = "--output",
            paramLabel = "text|json",
            description = "Sentences or one JSON document (default: ${DEFAULT-VALUE}).",
            defaultValue = "text")
    private OutputForm output = OutputForm.TEXT;

    ConnectionOptions connection() {
        return connection;
    }

    /** Publishes the next revision and prints it. */
    int publish(CommandSpec spec, String pipeline, Deployments.Change change) {
        Cluster cluster = connection.cluster(pipeline);
        ModelDeployment made;
        try (Deployments deployments = new Deployments(cluster, pipeline)) {
            made = deployments.publish(author == null ? System.getProperty("user.name", "") : author, reason, change);
        } catch (DeploymentException e) {
            throw new WrongUsageException(String.valueOf(e.getMessage()));
        } catch (org.apache.kafka.common.errors.TimeoutException e) {
            throw new CommandFailedException(
                    "Kafka at " + cluster.bootstrapServers() + " does not answer: " + e.getMessage(), e);
        }
        PrintWriter out = spec.commandLine().getOut();
        if (output == OutputForm.JSON) {
            out.println(Json.write(json(made)));
        } else {
            out.println("Revision " + made.getRevision() + " of pipeline " + pipeline + ": " + made.getAction()
                    + restored(made) + ".");
            made.getVariants().forEach(variant -> out.println("  " + line(variant)));
            LearntLines.of(RolloutStatus.learnt(made)).forEach(line -> out.println("  " + line));
            out.println(
                    "It comes into force in each partition once its models are loaded; see 'streamgauge models status "
                            + pipeline + "'.");
        }
        return ExitCode.OK;
    }

    private static String restored(ModelDeployment made) {
        return made.getRestores() == null ? "" : " to revision " + made.getRestores();
    }

    private static String line(DeployedVariant variant) {
        String what = variant.getRole() == VariantRole.CANDIDATE
                ? ", " + Revisions.percent(Buckets.size(variant.getBuckets())) + " of the entities"
                : "";
        return variant.getName() + ": model " + variant.getModel().getName() + " "
                + variant.getModel().getVersion() + what + (variant.getPaused() ? ", paused" : "") + guards(variant);
    }

    private static String guards(DeployedVariant variant) {
        return variant.getGuards().isEmpty()
                ? ""
                : variant.getGuards().stream()
                        .map(GuardText::of)
                        .collect(Collectors.joining(", ", ", guarded by ", ""));
    }

    private static Map<String, Object> json(ModelDeployment made) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("pipeline", made.getPipeline());
        json.put("revision", made.getRevision());
        json.put("action", made.getAction());
        json.put("restores", made.getRestores());
        json.put("author", made.getAuthor());
        json.put("reason", made.getReason());
        json.put("createdAt", made.getCreatedAt().toString());
        json.put("entity", made.getEntity());
        List<Map<String, Object>> variants = new ArrayList<>();
        for (DeployedVariant variant : made.getVariants()) {
            Map<String, Object> one = new LinkedHashMap<>();
            one.put("name", variant.getName());
            one.put("role", variant.getRole().name().toLowerCase(java.util.Locale.ROOT));
            one.put("model", variant.getModel().getName());
            one.put("version", variant.getModel().getVersion());
            one.put("digest", variant.getModel().getDigest());
            one.put("buckets", Buckets.size(variant.getBuckets()));
            one.put("paused", variant.getPaused());
            one.put("guards", variant.getGuards().stream().map(GuardText::of).toList());
            variants.add(one);
        }
        json.put("variants", variants);
        json.put("learnt", RolloutStatus.learnt(made));
        return json;
    }
}
