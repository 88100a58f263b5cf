package io.streamgauge.app.config;

import io.streamgauge.drift.definition.DriftDefinition;
import io.streamgauge.drift.profile.Profile;
import io.streamgauge.drift.state.ProfileFile;
import java.util.ArrayList;
import java.util.List;

/** Whether a profile is one of a pipeline's inputs. */
public final class ProfileCheck {

    private ProfileCheck() {}

    /**
     * A profile that knows every input that is watched.
     *
     * @param where what it is, for messages
     * @throws IllegalArgumentException saying what it lacks, or that it is none
     */
    public static ProfileFile read(Pipeline pipeline, byte[] bytes, String where) {
        ProfileFile read = ProfileFile.read(bytes, where);
        List<String> excluded = pipeline.drift().map(DriftDefinition::exclude).orElse(List.of());
        List<Profile.Field> inputs = new ArrayList<>();
        pipeline.numbers().forEach(name -> inputs.add(new Profile.Field(name, false)));
        pipeline.texts().forEach(name -> inputs.add(new Profile.Field(name, true)));
        List<String> lacking = inputs.stream()
                .filter(input -> !excluded.contains(input.name()))
                .filter(input -> !read.profile().fields().contains(input))
                .map(Profile.Field::name)
                .toList();
        if (lacking.isEmpty()) {
            return read;
        }
        List<String> known =
                read.profile().fields().stream().map(Profile.Field::name).toList();
        throw new IllegalArgumentException(where + " is of other inputs: it lacks " + String.join(", ", lacking)
                + "; it has " + String.join(", ", known) + ". Make one with 'streamgauge profile'");
    }
}
