package io.streamgauge.app.processes;

import io.streamgauge.app.CommandFailedException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.CodeSource;

/**
 * What a Flink session is started from, as the build lays it out.
 *
 * @param lib a folder with the jars of Flink's processes and of {@code flink run}
 * @param job the jar with the drift job
 */
public record FlinkFiles(Path lib, Path job) {

    /**
     * Those beside this command's own classes.
     *
     * @throws CommandFailedException when the build has not made them
     */
    public static FlinkFiles beside() {
        return in(build());
    }

    /** Those in a folder that Maven builds into. */
    static FlinkFiles in(Path build) {
        FlinkFiles files = new FlinkFiles(build.resolve("flink/lib"), build.resolve("streamgauge-drift-job.jar"));
        if (!Files.isDirectory(files.lib) || !Files.isRegularFile(files.job)) {
            throw new CommandFailedException("a Flink session needs the jars in " + files.lib + " and the job's jar "
                    + files.job + ", which 'mvn package' makes");
        }
        return files;
    }

    /** The folder of this command's classes or jar. */
    private static Path build() {
        CodeSource source = FlinkFiles.class.getProtectionDomain().getCodeSource();
        try {
            Path classes = source == null
                    ? Path.of("")
                    : Path.of(source.getLocation().toURI()).toAbsolutePath();
            Path folder = classes.getParent();
            return folder == null ? classes : folder;
        } catch (URISyntaxException e) {
            throw new IllegalStateException("no path of " + FlinkFiles.class, e);
        }
    }
}
