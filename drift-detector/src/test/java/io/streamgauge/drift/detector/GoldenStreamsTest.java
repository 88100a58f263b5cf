package io.streamgauge.drift.detector;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * The places, from 0, where MOA 2024.07 and River find changes in streams anyone can make: ours are the same, to the value.
 * Where a list ends in "n times", the number of drifts is what is published.
 */
class GoldenStreamsTest {

    @ParameterizedTest
    @CsvSource({
        "D0, d1086c874fde", "D1, 63a44411fd63", "D2, b30473f8b886", "D3, df9f0cfb83be",
        "D4, 121c89ab261f", "D6, f1ea73e3c14b", "D7, cf230cc16d96", "D8, 06d7e07bedfe",
        "S1, 2402e7fdf646", "S4, 80d5625b0749", "S5, 51c137bc920a", "S6, 7bbd1b811e6d"
    })
    void streamsAreTheOnesPublished(String name, String sha256Start) throws Exception {
        String lines = Arrays.stream(TestingStreams.named(name))
                .mapToObj(value -> BigDecimal.valueOf((long) value) + "\n")
                .collect(Collectors.joining());
        byte[] digest = MessageDigest.getInstance("SHA-256").digest(lines.getBytes(StandardCharsets.UTF_8));
        assertThat(HexFormat.of().formatHex(digest)).startsWith(sha256Start);
    }

    @ParameterizedTest(name = "{0} {1} on {2}")
    @CsvSource({
        "ADWIN, restart=0 risesOnly=1, D0, 1023 1055 1087",
        "ADWIN, '', D0, 1023",
        "ADWIN, restart=0 risesOnly=1, D1, 511 543 607",
        "ADWIN, '', D1, 511",
        "ADWIN, restart=0 risesOnly=1, D2, 1055 1087 1183",
        "ADWIN, '', D2, 1055",
        "ADWIN, restart=0 risesOnly=1, D3, 1023 1055 1119",
        "ADWIN, '', D3, 1023",
        "ADWIN, restart=0 risesOnly=1, D4, 2047 2079",
        "ADWIN, '', D4, 2047",
        "ADWIN, restart=0 risesOnly=1, D6, 2047 2079 2271",
        "ADWIN, '', D6, 2047",
        "ADWIN, restart=0 risesOnly=1, D7, 7903 8063 8479",
        "ADWIN, '', D7, 7903",
        "ADWIN, restart=0 risesOnly=1, D8, ''",
        "ADWIN, '', D8, ''",
        "ADWIN, restart=0 risesOnly=1, S6, 1023 1119 3007 3039 3263",
        "ADWIN, '', S1, 1023",
        "ADWIN, allCuts=0, S1, 1055",
        "ADWIN, allCuts=0 restart=0, S1, 1055 1087 1215",
        "ADWIN, restart=0 risesOnly=1, S1, 1023 1055",
        "ADWIN, allCuts=0 restart=0, S1b, 1023 1055 1087 1119",
        "ADWIN, '', S4, 1023",
        "ADWIN, '', S6, 1023 2015 3007",
        "PAGE_HINKLEY, forget=0, D0, 1051",
        "PAGE_HINKLEY, forget=0, D1, 552",
        "PAGE_HINKLEY, forget=0, D2, 1105",
        "PAGE_HINKLEY, forget=0, D3, 1011",
        "PAGE_HINKLEY, forget=0, D4, 2130",
        "PAGE_HINKLEY, forget=0, D6, 2082",
        "PAGE_HINKLEY, forget=0, D7, 6699",
        "PAGE_HINKLEY, forget=0, D8, ''",
        "PAGE_HINKLEY, floor=0, D0, 1056",
        "PAGE_HINKLEY, floor=0, D1, 555",
        "PAGE_HINKLEY, floor=0, D2, 1113",
        "PAGE_HINKLEY, floor=0, D3, 1011",
        "PAGE_HINKLEY, floor=0, D4, 2166",
        "PAGE_HINKLEY, floor=0, D6, 2123",
        "PAGE_HINKLEY, floor=0, D7, 7312",
        "PAGE_HINKLEY, floor=0, D8, ''",
        "PAGE_HINKLEY, floor=0, S1, 1025",
        "PAGE_HINKLEY, '', S1, 1020 1991",
        "PAGE_HINKLEY, '', S1b, 1009",
        "PAGE_HINKLEY, floor=0, S4, 1007",
        "PAGE_HINKLEY, floor=0, S6, 1008 1577 3860",
        "PAGE_HINKLEY, '', S4, 1006",
        "DDM, '', D0, 1000",
        "DDM, '', D1, 500",
        "DDM, '', D2, w1032 1067",
        "DDM, '', D4, w2032 2066",
        "DDM, '', D6, 79 2058",
        "DDM, '', D7, ''",
        "DDM, '', D8, ''",
        "DDM, minimum=32, S5, w1084 1334",
        "EDDM, '', D0, 1030",
        "EDDM, '', D1, 530",
        "EDDM, '', D2, w1525 1803",
        "EDDM, '', D4, 300 2436",
        "EDDM, '', D6, 11 times",
        "EDDM, '', D7, 24 times",
        "EDDM, '', D8, 113 281 555 698 889",
        "EDDM, sample=1 alpha=0.8 beta=0.75, S5, w1059 1278",
        "ECDD, '', D0, 1000",
        "ECDD, '', D1, 500",
        "ECDD, '', D2, w1002",
        "ECDD, '', D4, 2006",
        "ECDD, '', D6, 399 1035 1545 1970 2013",
        "ECDD, '', D7, 33 times",
        "ECDD, '', D8, 276 times",
        "HDDM_A, '', D0, 1003",
        "HDDM_A, '', D1, 503",
        "HDDM_A, '', D2, w1011 1014",
        "HDDM_A, '', D4, 2022",
        "HDDM_A, '', D6, 2023",
        "HDDM_A, '', D7, 7730",
        "HDDM_A, '', D8, ''",
        "HDDM_A, '', S5, w451 1206",
        "HDDM_W, '', D0, 1010",
        "HDDM_W, '', D1, w508 510",
        "HDDM_W, '', D2, w1021 1029",
        "HDDM_W, '', D4, 2066",
        "HDDM_W, '', D6, 2013",
        "HDDM_W, '', D7, 5403 5968",
        "HDDM_W, '', D8, 6744 12027 27657 51298 66999 70657 86776 91303",
        "HDDM_W, '', S5, w451 1077",
        "RDDM, '', D0, 1000",
        "RDDM, '', D1, 500",
        "RDDM, '', D2, w1024 1041",
        "RDDM, '', D4, 2040",
        "RDDM, '', D6, 1194 2024",
        "RDDM, '', D7, 893 6578",
        "RDDM, '', D8, 40000 59908 60184",
        "RDDM, '', S12, 1021",
        "STEPD, '', D2, 1016",
        "STEPD, '', D4, w2008 2014",
        "STEPD, '', D6, 1061 2013",
        "STEPD, '', D7, 2820 3763 5386 5960 6740 7303",
        "STEPD, '', D8, 29 times",
        "GMA, '', D3, 1041",
        "CUSUM, '', S8, 201 251",
        "SHEWHART, limit=4, S10, 300",
        "ADAPTIVE_EWMA, minimum=50, S9, 1010",
    })
    void changesAreFoundWhereOthersFindThem(DetectorKind kind, String settings, String stream, String published) {
        TestingRun run = TestingRun.of(settings(kind, settings).create(), TestingStreams.named(stream));
        if (published.endsWith(" times")) {
            assertThat(run.drifts()).hasSize(Integer.parseInt(published.substring(0, published.indexOf(' '))));
            return;
        }
        List<String> places = Pattern.compile("\\S+")
                .matcher(published)
                .results()
                .map(found -> found.group())
                .toList();
        assertThat(run.drifts().stream().map(String::valueOf))
                .containsExactlyElementsOf(
                        places.stream().filter(p -> !p.startsWith("w")).toList());
        places.stream()
                .filter(place -> place.startsWith("w"))
                .forEach(place -> assertThat("w" + run.firstWarning()).isEqualTo(place));
    }

    /** River's page of DDM goes on after the change, to a warning. */
    @Test
    void ddmWarnsAgainAfterAChange() {
        double[] stream = TestingStreams.named("S5");
        ChangeDetector ddm = DetectorKind.DDM.defaults().create();
        Arrays.stream(stream, 0, 1335).forEach(ddm::add);
        TestingRun after = TestingRun.of(ddm, Arrays.copyOfRange(stream, 1335, stream.length));
        assertThat(after.drifts()).isEmpty();
        assertThat(1335 + after.firstWarning()).isEqualTo(1492);
    }

    /** MOA tells 83 drifts in 5,000 equal values. */
    @Test
    void stepdIsSilentWhereNothingVaries() {
        assertThat(TestingRun.of(DetectorKind.STEPD.defaults().create(), new double[5000])
                        .drifts())
                .isEmpty();
    }

    static DetectorSettings settings(DetectorKind kind, String text) {
        DetectorSettings settings = kind.defaults();
        for (var found :
                Pattern.compile("(\\w+)=(\\S+)").matcher(text).results().toList()) {
            settings = settings.with(found.group(1), Double.parseDouble(found.group(2)));
        }
        return settings;
    }
}
