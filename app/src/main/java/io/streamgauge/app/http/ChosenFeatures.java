package io.streamgauge.app.http;

import io.streamgauge.app.online.BadRequestException;
import io.streamgauge.schemas.config.Suggestion;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Features that a request names, of those of a view, a group or the model. */
final class ChosenFeatures {

    private ChosenFeatures() {}

    /**
     * Their full names.
     *
     * @param view what is read
     * @param all its features, by their full names
     * @param asked names within what is read
     * @throws BadRequestException when one is not there, or stands twice
     */
    static List<String> of(String view, List<String> all, List<String> asked) {
        Map<String, String> known = new LinkedHashMap<>();
        all.forEach(feature -> known.put(FeatureAnswers.shortName(view, feature), feature));
        Set<String> chosen = new LinkedHashSet<>();
        for (String name : asked) {
            String full = known.get(name);
            if (full == null) {
                throw new BadRequestException(Suggestion.unknown("feature", name, known.keySet()));
            }
            if (!chosen.add(full)) {
                throw new BadRequestException("feature '" + name + "' stands twice");
            }
        }
        return List.copyOf(chosen);
    }
}
