package io.streamgauge.drift.state;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.streamgauge.drift.profile.CategoryCode;
import io.streamgauge.drift.profile.Profile;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class ProfileFileTest {

    private static final ProfileFile.Origin ORIGIN =
            new ProfileFile.Origin("fraud", "fraud", "3", "ab12", "training.parquet", "00".repeat(32));

    private static Profile profile(int rows, boolean timed) {
        Profile profile = new Profile(List.of(new Profile.Field("amount", false), new Profile.Field("country", true)));
        Random random = new Random(20261122);
        for (int i = 0; i < rows; i++) {
            String country = List.of("DE", "FR", "IT").get(random.nextInt(3));
            double amount = i % 10 == 0 ? Double.NaN : random.nextGaussian() / 3;
            double[] values = {amount, CategoryCode.of(country)};
            if (timed) {
                profile.add(1_000_000L + i, values, new @Nullable String[] {null, country});
            } else {
                profile.add(values, new @Nullable String[] {null, country});
            }
        }
        return profile;
    }

    @Test
    void comesBackAsItWas() {
        for (boolean timed : new boolean[] {true, false}) {
            byte[] bytes = new ProfileFile(ORIGIN, profile(20_000, timed)).bytes();

            ProfileFile read = ProfileFile.read(bytes, "it");

            assertThat(read.bytes()).isEqualTo(bytes);
            assertThat(read.origin()).isEqualTo(ORIGIN);
            assertThat(read.profile().rows()).isEqualTo(20_000);
            assertThat(read.profile().sample().size()).isEqualTo(Profile.ROWS);
            assertThat(read.profile().totals(0).missing()).isEqualTo(2000);
            assertThat(read.profile().timed()).isEqualTo(timed);
            assertThat(read.profile().toMs()).isEqualTo(timed ? 1_020_000 : 0);
            assertThat(read.profile().names()).containsValues("DE", "FR", "IT");
        }
    }

    /** Golden: format 1 is read for ever, and its digest is what verdicts name. */
    @Test
    void format1() {
        byte[] bytes = new ProfileFile(ORIGIN, profile(3, true)).bytes();
        assertThat(new String(bytes, StandardCharsets.UTF_8))
                .startsWith(
                        "{\n  \"format\" : \"streamgauge-profile\",\n  \"version\" : 1,\n  \"pipeline\" : \"fraud\"");
        assertThat(ProfileFile.digest(bytes))
                .isEqualTo("be1ebd078e632c0156ee8280dc9bc3f79928812b783ef74f52ed2792b4e17287");
    }

    @Test
    void refusesWhatIsNoneAndSaysWhy() {
        byte[] bytes = new ProfileFile(ORIGIN, profile(3, true)).bytes();
        refused("amount,country\n1,DE\n", "p.json is no reference profile; expected a file that 'streamgauge profile'");
        refused("{\"rows\": 1}", "its 'format' is ''; expected 'streamgauge-profile'");
        String text = new String(bytes, StandardCharsets.UTF_8);
        refused(text.replace("\"version\" : 1", "\"version\" : 2"), "of version 2; this build reads version 1");
        refused(text.replaceAll("\"sample\" : \"....", "\"sample\" : \""), "p.json is damaged");
        refused(text.replace("\"modelVersion\"", "\"modelversion\""), "'modelVersion' is missing");
    }

    private static void refused(String text, String why) {
        assertThatThrownBy(() -> ProfileFile.read(text.getBytes(StandardCharsets.UTF_8), "p.json"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(why);
    }
}
