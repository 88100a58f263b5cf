package io.streamgauge.app.registry;

import java.util.List;
import java.util.Optional;

/** What a URL says for a version: a number from 1, or {@code latest}, which is also written {@code -1}. */
record VersionChoice(String text, Optional<Integer> number) {

    static VersionChoice parse(String text) {
        if (text.equals("latest") || text.equals("-1")) {
            return new VersionChoice(text, Optional.empty());
        }
        try {
            int number = Integer.parseInt(text);
            if (number >= 1) {
                return new VersionChoice(text, Optional.of(number));
            }
        } catch (NumberFormatException e) {
            // told below, with what was seen
        }
        throw RegistryException.invalidVersion(text);
    }

    boolean isLatest() {
        return number.isEmpty();
    }

    /** The version meant, out of a subject's versions, oldest first. */
    Optional<Version> of(List<Version> versions) {
        return versions.stream()
                .filter(version -> number.isEmpty() || version.version() == number.get())
                .reduce((older, newer) -> newer);
    }
}
