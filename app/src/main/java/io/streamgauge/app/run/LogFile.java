package io.streamgauge.app.run;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.Appender;
import ch.qos.logback.core.ConsoleAppender;
import ch.qos.logback.core.rolling.FixedWindowRollingPolicy;
import ch.qos.logback.core.rolling.RollingFileAppender;
import ch.qos.logback.core.rolling.SizeBasedTriggeringPolicy;
import ch.qos.logback.core.util.FileSize;
import java.nio.file.Path;
import org.slf4j.LoggerFactory;

/** The full log of one run, in its data directory: 20 MB, and the three files before it. */
final class LogFile implements AutoCloseable {

    private static final String NAME = "FILE";
    /** As logback.xml calls them. */
    private static final String TERMINAL = "TERMINAL";

    private static final String OWN = "io.streamgauge";
    private static final long SIZE_BYTES = 20L * 1024 * 1024;
    private static final int OLD_FILES = 3;

    private final Logger root;
    private final RollingFileAppender<ILoggingEvent> appender;

    private final Runnable terminal;

    private LogFile(Logger root, RollingFileAppender<ILoggingEvent> appender, Runnable terminal) {
        this.root = root;
        this.appender = appender;
        this.terminal = terminal;
    }

    /** Sends everything that is logged from now on to {@code file} as well; in JSON to stderr too, where containers' logs are read. */
    static LogFile open(Path file, LogFormat format) {
        LoggerContext context = (LoggerContext) LoggerFactory.getILoggerFactory();
        RollingFileAppender<ILoggingEvent> appender = new RollingFileAppender<>();
        appender.setContext(context);
        appender.setName(NAME);
        appender.setFile(file.toString());
        appender.setEncoder(format.encoder(context));
        FixedWindowRollingPolicy rolling = new FixedWindowRollingPolicy();
        rolling.setContext(context);
        rolling.setParent(appender);
        rolling.setFileNamePattern(file + ".%i");
        rolling.setMinIndex(1);
        rolling.setMaxIndex(OLD_FILES);
        rolling.start();
        appender.setRollingPolicy(rolling);
        SizeBasedTriggeringPolicy<ILoggingEvent> trigger = new SizeBasedTriggeringPolicy<>();
        trigger.setContext(context);
        trigger.setMaxFileSize(new FileSize(SIZE_BYTES));
        trigger.start();
        appender.setTriggeringPolicy(trigger);
        appender.start();
        Logger root = context.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
        root.addAppender(appender);
        Runnable terminal = format == LogFormat.JSON ? jsonOnStderr(context, root) : () -> {};
        return new LogFile(root, appender, terminal);
    }

    /** In place of the terminal's few words; what comes back puts those there again. */
    private static Runnable jsonOnStderr(LoggerContext context, Logger root) {
        Logger own = context.getLogger(OWN);
        Appender<ILoggingEvent> words = own.getAppender(TERMINAL);
        ConsoleAppender<ILoggingEvent> lines = new ConsoleAppender<>();
        lines.setContext(context);
        lines.setName("STDERR");
        lines.setTarget("System.err");
        lines.setEncoder(LogFormat.JSON.encoder(context));
        lines.start();
        root.addAppender(lines);
        if (words != null) {
            own.detachAppender(words);
        }
        return () -> {
            root.detachAppender(lines);
            lines.stop();
            if (words != null) {
                own.addAppender(words);
            }
        };
    }

    @Override
    public void close() {
        terminal.run();
        root.detachAppender(appender);
        appender.stop();
    }
}
