package io.streamgauge.drift;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.streamgauge.drift.definition.DriftDefinition;
import io.streamgauge.drift.definition.DriftSection;
import io.streamgauge.drift.definition.WatchedColumn;
import io.streamgauge.drift.policy.DetectorState;
import io.streamgauge.drift.policy.DriftDetector;
import io.streamgauge.drift.policy.ModelKey;
import io.streamgauge.drift.policy.ProfileReference;
import io.streamgauge.drift.profile.OffsetRanges;
import io.streamgauge.drift.profile.Profile;
import io.streamgauge.drift.profile.WindowSummary;
import io.streamgauge.drift.state.ProfileFile;
import io.streamgauge.schemas.config.Problems;
import io.streamgauge.schemas.config.YamlDocument;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** A store of models that is down for some calls. */
class ModelProfilesTest {

    private static final ModelKey MODEL = new ModelKey("fraud", "2", "ab");
    private static final List<String> FEATURES = List.of("amount");
    private static final DriftDefinition DEFINITION = definition();
    private static final byte[] PROFILE = profile();

    private final List<Duration> waited = new ArrayList<>();
    private int down;
    private int asked;

    private static DriftDefinition definition() {
        Problems problems = new Problems();
        DriftDefinition definition =
                DriftSection.read(YamlDocument.parse("test", "{reference: {file: p.json}, watch: [inputs]}"), problems);
        problems.throwIfAny();
        return definition;
    }

    private static byte[] profile() {
        Random random = new Random(20261122);
        Profile profile = new Profile(List.of(new Profile.Field("amount", false)));
        for (int i = 0; i < 1000; i++) {
            profile.add(i, new double[] {random.nextGaussian()}, new String[0]);
        }
        return new ProfileFile(new ProfileFile.Origin("fraud", "fraud", "2", "", "training.csv", ""), profile).bytes();
    }

    private ModelProfiles profiles() {
        ProfileSource source = model -> {
            asked++;
            if (down-- > 0) {
                throw new IllegalStateException("the store is down");
            }
            return PROFILE;
        };
        return new ModelProfiles(
                source, DEFINITION, WatchedColumn.numbers(FEATURES, DEFINITION), ModelProfiles.WAITS, waited::add);
    }

    private static WindowSummary window() {
        Random random = new Random(1);
        WindowSummary window = new WindowSummary(1, DriftDetector.WINDOW_ROWS);
        for (int i = 0; i < 300; i++) {
            window.add(0, new OffsetRanges.Partition("events", 0), i, new double[] {random.nextGaussian()});
        }
        return window;
    }

    private static DriftDetector.Outcome next(ProfileReference profile, DetectorState state) {
        return new DriftDetector("p", MODEL, DEFINITION, WatchedColumn.numbers(FEATURES, DEFINITION), profile)
                .next(state, 0, window());
    }

    @Test
    void aStoreThatIsDownForAWhileIsAskedAgain() {
        ModelProfiles profiles = profiles();
        down = 3;
        assertThat(profiles.of(MODEL, null))
                .isNotNull()
                .extracting(ProfileReference::id)
                .isEqualTo(ProfileFile.digest(PROFILE));
        assertThat(waited).containsExactly(Duration.ofSeconds(1), Duration.ofSeconds(2), Duration.ofSeconds(4));
        assertThat(profiles.of(MODEL, null)).isNotNull();
        assertThat(asked).as("an answer is remembered").isEqualTo(4);
    }

    /** Compared with its first windows it would say something else than a replay, and never know. */
    @Test
    void aModelOfWhichNothingIsKnownIsNotComparedWithSomethingElse() {
        ModelProfiles profiles = profiles();
        down = Integer.MAX_VALUE;
        assertThatThrownBy(() -> profiles.of(MODEL, null)).hasMessage("the store is down");
        assertThat(waited).isEqualTo(ModelProfiles.WAITS);
    }

    /** After a restart, as long as the store is down; with the next window it is asked again. */
    @Test
    void aModelThatIsComparedWithItsProfileGoesOn() {
        ProfileReference own = Objects.requireNonNull(profiles().of(MODEL, null));
        DriftDetector.Outcome first = next(own, new DetectorState.Collecting(0, new WindowSummary(1, 8)));
        assertThat(first.verdict()).isNotNull();

        ModelProfiles restarted = profiles();
        down = 1;
        ProfileReference known = Objects.requireNonNull(restarted.of(MODEL, first.state()));
        DriftDetector.Outcome second = next(known, first.state());
        assertThat(second.changes()).isEmpty();
        assertThat(second.verdict()).isEqualTo(first.verdict());
        assertThat(waited).isEmpty();
        asked = 0;
        assertThat(restarted.of(MODEL, first.state())).isNotNull();
        assertThat(asked).isEqualTo(1);
    }
}
