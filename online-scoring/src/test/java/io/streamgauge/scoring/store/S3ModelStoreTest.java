package io.streamgauge.scoring.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;

final class S3ModelStoreTest {

    private static final byte[] FIRST = TestingRegistrations.bytes("first");
    private static final byte[] SECOND = TestingRegistrations.bytes("second");
    private static final String FIRST_KEY = "kept/fraud/files/" + Digests.of(FIRST) + ".onnx";

    @TempDir
    @SuppressWarnings("NullAway.Init")
    private Path directory;

    @SuppressWarnings("NullAway.Init")
    private TestingS3 server;

    @SuppressWarnings("NullAway.Init")
    private ModelStore store;

    @BeforeEach
    void start() throws Exception {
        server = new TestingS3();
        store = store(url("models"), TestingS3.SECRET, 1_000);
    }

    @AfterEach
    void stop() {
        store.close();
        server.close();
    }

    private String url(String bucket) {
        return "s3://" + bucket + "/kept/fraud/?region=eu-west-1&endpoint=" + server.endpoint();
    }

    private ModelStore store(String url, String secret, int maxBytes) throws ModelStoreException {
        return new RemoteModelStore(
                new S3Objects(
                        S3Location.of(url),
                        StaticCredentialsProvider.create(AwsBasicCredentials.create(TestingS3.ACCESS_KEY, secret)),
                        Duration.ofSeconds(20)),
                new ModelCache(directory, 1 << 20),
                maxBytes);
    }

    private static ModelRegistration registration(String version, byte[] onnx) {
        return TestingRegistrations.of("fraud", version, onnx);
    }

    @Test
    void whatIsPutIsFoundListedAndFetchedBySignedRequests() throws Exception {
        store.put(registration("7", FIRST), FIRST);
        store.put(registration("8", SECOND), SECOND);
        store.put(registration("9", SECOND), SECOND);
        server.objects.put("kept/fraud/models/README", FIRST);

        assertThat(server.objects)
                .containsKeys(FIRST_KEY, "kept/fraud/models/fraud/7.json", "kept/fraud/models/fraud/9.json");
        assertThat(server.region).isEqualTo("eu-west-1");
        assertThat(store.find("fraud", "7")).contains(registration("7", FIRST));
        assertThat(store.find("fraud", "10")).isEmpty();
        assertThat(store.list()).extracting(ModelRegistration::version).containsExactly("7", "8", "9");
        assertThat(store.fetch(Digests.of(FIRST))).hasBinaryContent(FIRST);
        assertThat(store.location()).isEqualTo(url("models"));
        server.status = 500;
        assertThat(store.fetch(Digests.of(FIRST))).as("the copy").hasBinaryContent(FIRST);
    }

    @Test
    void aVersionIsOfTheFirstThatIsPut() throws Exception {
        store.put(registration("7", FIRST), FIRST);
        store.put(registration("7", FIRST), FIRST);
        assertThatThrownBy(() -> store.put(registration("7", SECOND), SECOND))
                .hasMessageContaining("model fraud 7 is registered already");
        S3Location location = S3Location.of(url("models"));
        try (S3Objects objects = new S3Objects(
                location,
                StaticCredentialsProvider.create(AwsBasicCredentials.create(TestingS3.ACCESS_KEY, TestingS3.SECRET)),
                Duration.ofSeconds(20))) {
            assertThat(objects.write("models/fraud/7.json", SECOND, true)).isFalse();
            server.conditional = false;
            assertThat(objects.write("models/fraud/8.json", SECOND, true))
                    .as("a server without conditions")
                    .isTrue();
        }
        assertThat(store.find("fraud", "7")).contains(registration("7", FIRST));
    }

    @Test
    void bytesAloneAreKeptOnce() throws Exception {
        store.keep(FIRST);
        byte[] there = server.objects.get(FIRST_KEY);
        store.keep(FIRST);
        assertThat(server.objects).containsOnlyKeys(FIRST_KEY);
        assertThat(server.objects.get(FIRST_KEY)).as("not written again").isSameAs(there);
    }

    @Test
    void otherBytesAndTooManyAreNotGiven() throws Exception {
        store.keep(FIRST);
        server.objects.put(FIRST_KEY, SECOND);
        assertThatThrownBy(() -> store.fetch(Digests.of(FIRST)))
                .hasMessage("s3://models/" + FIRST_KEY + " is damaged: its digest is " + Digests.of(SECOND));
        assertThat(directory).isEmptyDirectory();
        store.keep(SECOND);
        try (ModelStore small = store(url("models"), TestingS3.SECRET, SECOND.length - 1)) {
            assertThatThrownBy(() -> small.fetch(Digests.of(SECOND)))
                    .hasMessageContaining("has more than 5 bytes, which are allowed");
        }
        assertThatThrownBy(() -> store.fetch(Digests.of(TestingRegistrations.bytes("third"))))
                .hasMessageContaining("has no file of digest");
    }

    @Test
    void whatTheServerSaysIsToldAndNoSecret() throws Exception {
        try (ModelStore other = store(url("models"), "another secret", 10)) {
            assertThatThrownBy(() -> other.find("fraud", "7"))
                    .hasMessageContaining(
                            "the model store answers GetObject of s3://models/kept/fraud/models/fraud/7.json with status 403, SignatureDoesNotMatch")
                    .hasMessageContaining("AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY")
                    .satisfies(e -> assertThat(String.valueOf(e.getMessage())).doesNotContain("another secret"));
            assertThatThrownBy(() -> other.keep(FIRST))
                    .hasMessageContaining("PutObject")
                    .hasMessageContaining("403");
            assertThatThrownBy(other::list)
                    .hasMessageContaining("ListObjectsV2")
                    .hasMessageContaining("403");
        }
        try (ModelStore other = store(url("modles"), TestingS3.SECRET, 10)) {
            assertThatThrownBy(() -> other.find("fraud", "7")).hasMessageContaining("status 404, NoSuchBucket");
        }
        String gone = url("models");
        server.close();
        try (ModelStore nobody = store(gone, TestingS3.SECRET, 10)) {
            assertThatThrownBy(() -> nobody.find("fraud", "7"))
                    .isInstanceOf(ModelStoreException.class)
                    .hasMessageContaining("cannot reach s3://models/kept/fraud/models/fraud/7.json of " + gone);
        }
    }

    @Test
    void locationsAreBucketsAndFolders() throws Exception {
        S3Location whole = S3Location.of(
                "s3://models/a/b/?path_style=false&region=us-east-2&endpoint=https://s3.example.com:9000/x");
        assertThat(whole.prefix()).isEqualTo("a/b/");
        assertThat(whole.region()).contains("us-east-2");
        assertThat(whole.endpoint()).hasToString("Optional[https://s3.example.com:9000/x]");
        assertThat(whole.pathStyle()).contains(false);
        assertThat(S3Location.of("s3://models").prefix()).isEmpty();
        assertThat(S3Location.of("s3://models").region()).isEmpty();
        refused("s3://", "expected a bucket and a folder");
        refused("s3:models", "expected a bucket and a folder");
        refused("s3://key:secret@models/a", "credentials are taken from the environment");
        refused("s3://models/a b", "the folder may have");
        refused("s3://models/a?regoin=x", "'regoin' is not understood; allowed: region=, endpoint=, path_style=");
        refused("s3://models/a?region", "'region' is not understood");
        refused("s3://models/a?region=x&region=y", "region is there twice");
        refused("s3://models/a?region=EU", "'EU' is no region");
        refused("s3://models/a?endpoint=ftp://h", "the endpoint is no URL such as");
        refused("s3://models/a?endpoint=https://me:secret@h", "the endpoint is no URL such as");
        refused("s3://models/a?path_style=yes", "path_style is 'yes'; allowed: true, false");
        try (ModelStore at = ModelStore.at("s3://models/a?region=eu-west-1")) {
            assertThat(at.location()).isEqualTo("s3://models/a?region=eu-west-1");
        }
        assertThat(Files.exists(directory)).isTrue();
    }

    private static void refused(String url, String why) {
        assertThatThrownBy(() -> S3Location.of(url))
                .isInstanceOf(ModelStoreException.class)
                .hasMessageContaining(why)
                .satisfies(e -> assertThat(String.valueOf(e.getMessage())).doesNotContain("secret"));
    }
}
