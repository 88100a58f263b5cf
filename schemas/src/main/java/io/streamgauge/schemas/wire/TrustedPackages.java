package io.streamgauge.schemas.wire;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.avro.util.ClassSecurityValidator;

/**
 * Packages whose classes Avro may make from a schema's names, process-wide. Since 1.12.2 Avro makes none unless told to:
 * a schema from a topic could otherwise name any class of the class path.
 */
public final class TrustedPackages {

    private static final Set<String> PACKAGES = ConcurrentHashMap.newKeySet();

    static {
        ClassSecurityValidator.setGlobal(ClassSecurityValidator.composite(
                ClassSecurityValidator.getGlobal(), type -> PACKAGES.contains(type.getPackageName())));
    }

    private TrustedPackages() {}

    /** From now on the generated classes beside {@code type} are trusted. */
    public static void addThatOf(Class<?> type) {
        PACKAGES.add(type.getPackageName());
    }
}
