package io.streamgauge.app.registry;

import static io.streamgauge.app.registry.RawHttp.body;
import static io.streamgauge.app.registry.RawHttp.code;
import static io.streamgauge.app.registry.RawHttp.json;
import static org.assertj.core.api.Assertions.assertThat;

import io.streamgauge.app.embedded.EmbeddedBroker;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The contract call by call, as it goes over the wire. Each test has subjects of its own. */
@SuppressWarnings("NullAway.Init")
class RegistryHttpIT {

    private static final String OLD =
            "{\"type\":\"record\",\"name\":\"R\",\"fields\":[{\"name\":\"a\",\"type\":\"string\"}]}";
    private static final String NEW = OLD.replace("]}", ",{\"name\":\"b\",\"type\":\"string\",\"default\":\"\"}]}");
    private static final String BREAKING = OLD.replace("]}", ",{\"name\":\"c\",\"type\":\"string\"}]}");

    @TempDir
    static Path directory;

    static EmbeddedBroker broker;
    static EmbeddedRegistry registry;
    static RawHttp http;

    @BeforeAll
    static void start() {
        broker = new EmbeddedBroker(directory, 0);
        registry = new EmbeddedRegistry(broker.bootstrapServers(), 0);
        http = new RawHttp(registry.url());
    }

    @AfterAll
    static void stop() {
        registry.close();
        broker.close();
    }

    @Test
    void registering() {
        String first = http.post("/subjects/register-value/versions?normalize=false", body(OLD));
        assertThat(first).startsWith("200 ");
        int id = json(first.substring(4)).path("id").asInt();
        assertThat(http.post("/subjects/register-value/versions", body(" " + OLD + "\n")))
                .as("the same schema again, laid out differently")
                .isEqualTo(first);
        assertThat(json(http.post("/subjects/register-value/versions", body(NEW))
                                .substring(4))
                        .path("version")
                        .asInt())
                .isEqualTo(2);
        assertThat(http.post("/subjects/register-value/versions", body(BREAKING)))
                .startsWith("409 ")
                .contains("\"error_code\":409", "READER_FIELD_MISSING_DEFAULT_VALUE", "/fields/1");
        assertThat(http.get("/schemas/ids/" + id + "?fetchMaxId=true&subject="))
                .startsWith("200 ")
                .contains("\"schemaType\":\"AVRO\"", "\"maxId\":");
    }

    @Test
    void whatIsNotOfferedIsRefused() {
        String path = "/subjects/refused-value/versions";
        assertThat(code(http.post(path, body("{\"type\":\"nonsense\"}")))).isEqualTo("422 42201");
        assertThat(code(http.post(path, body("")))).isEqualTo("422 42201");
        assertThat(http.post(path, "{\"schema\":\"{}\",\"schemaType\":\"JSON\"}"))
                .contains("42201", "AVRO only");
        assertThat(http.post(path, "{\"schema\":\"{}\",\"references\":[{\"name\":\"x\"}]}"))
                .contains("42201", "does not offer 'references'");
        assertThat(code(http.post(path, "{\"schema\":\"\\\"int\\\"\",\"id\":9}")))
                .isEqualTo("422 42205");
        assertThat(code(http.post(path, "[]"))).isEqualTo("400 400");
        assertThat(code(http.post("/subjects/:.ctx:s/versions", body(OLD)))).isEqualTo("422 42208");
        assertThat(http.post(
                        path,
                        "{\"schema\":\"\\\"int\\\"\",\"schemaType\":\"AVRO\",\"references\":[],\"metadata\":null}"))
                .as("empty ones are no use of them")
                .startsWith("200 ");
    }

    @Test
    void anyMediaTypeIsRead() {
        for (String type : new String[] {"application/octet-stream", "application/json", "text/plain"}) {
            HttpResponse<String> response = http.response("POST", "/subjects/media-value/versions", type, body(OLD));
            assertThat(response.statusCode()).isEqualTo(200);
            assertThat(response.headers().firstValue("Content-Type"))
                    .hasValueSatisfying(t -> assertThat(t).startsWith("application/vnd.schemaregistry.v1+json"));
        }
    }

    @Test
    void lookingUp() {
        assertThat(code(http.post("/subjects/lookup-value", body(OLD)))).isEqualTo("404 40401");
        http.post("/subjects/lookup-value/versions", body(OLD));
        assertThat(http.post("/subjects/lookup-value", body(OLD)))
                .startsWith("200 ")
                .contains("\"subject\":\"lookup-value\"", "\"version\":1", "\"id\":", "\"schema\":");
        assertThat(code(http.post("/subjects/lookup-value", body(NEW)))).isEqualTo("404 40403");
        String reordered = "{\"name\":\"R\",\"type\":\"record\",\"fields\":[{\"type\":\"string\",\"name\":\"a\"}]}";
        assertThat(http.post("/subjects/lookup-value?normalize=true", body(reordered)))
                .startsWith("200 ");
    }

    @Test
    void byId() {
        int id = json(http.post("/subjects/by-id-value/versions", body(NEW)).substring(4))
                .path("id")
                .asInt();
        assertThat(http.get("/schemas/ids/" + id + "/schema")).isEqualTo("200 " + NEW);
        assertThat(http.get("/schemas/ids/" + id + "/subjects")).contains("\"by-id-value\"");
        assertThat(http.get("/schemas/ids/" + id + "/versions")).contains("\"subject\":\"by-id-value\"");
        for (String end : new String[] {"", "/schema", "/subjects", "/versions"}) {
            assertThat(code(http.get("/schemas/ids/99999" + end))).isEqualTo("404 40403");
        }
        assertThat(http.get("/schemas/types")).isEqualTo("200 [\"AVRO\"]");
        assertThat(http.get("/schemas?subjectPrefix=by-id&latestOnly=true&offset=0&limit=5"))
                .startsWith("200 [{\"subject\":\"by-id-value\"");
        assertThat(http.get("/schemas?subjectPrefix=by-id&offset=1")).isEqualTo("200 []");
        assertThat(code(http.get("/schemas/guids/1-2-3"))).isEqualTo("404 40403");
    }

    @Test
    void bySubject() {
        http.post("/subjects/by-subject-value/versions", body(OLD));
        http.post("/subjects/by-subject-value/versions", body(NEW));
        String path = "/subjects/by-subject-value/versions";
        assertThat(http.get("/subjects?subjectPrefix=by-subject")).isEqualTo("200 [\"by-subject-value\"]");
        assertThat(http.get("/subjects?subjectPrefix=:*:&deleted=false")).contains("\"by-subject-value\"");
        assertThat(http.get(path)).isEqualTo("200 [1,2]");
        for (String latest : new String[] {"2", "latest", "-1"}) {
            assertThat(http.get(path + "/" + latest))
                    .startsWith("200 {\"subject\":\"by-subject-value\",\"version\":2,\"id\":")
                    .contains("\"schemaType\":\"AVRO\"");
        }
        assertThat(http.get(path + "/1/schema")).isEqualTo("200 " + OLD);
        assertThat(http.get(path + "/1/referencedby")).isEqualTo("200 []");
        assertThat(code(http.get(path + "/3"))).isEqualTo("404 40402");
        assertThat(code(http.get(path + "/0"))).isEqualTo("422 42202");
        assertThat(code(http.get(path + "/newest"))).isEqualTo("422 42202");
        assertThat(code(http.get("/subjects/nobody/versions"))).isEqualTo("404 40401");
        assertThat(code(http.get("/subjects/nobody/versions/1"))).isEqualTo("404 40401");
        assertThat(code(http.get("/subjects/by-subject-value/metadata?key=k&value=v")))
                .isEqualTo("404 40402");
    }

    @Test
    void deletingASubject() {
        String path = "/subjects/gone-value";
        assertThat(code(http.delete(path))).isEqualTo("404 40401");
        http.post(path + "/versions", body(OLD));
        http.post(path + "/versions", body(NEW));
        assertThat(code(http.delete(path + "?permanent=true"))).isEqualTo("404 40405");
        assertThat(http.delete(path)).isEqualTo("200 [1,2]");
        assertThat(code(http.delete(path))).isEqualTo("404 40404");
        assertThat(code(http.get(path + "/versions"))).isEqualTo("404 40401");
        assertThat(http.get(path + "/versions?deleted=true")).isEqualTo("200 [1,2]");
        assertThat(http.get("/subjects?deleted=true")).contains("\"gone-value\"");
        assertThat(http.get("/subjects")).doesNotContain("\"gone-value\"");
        assertThat(http.delete(path + "?permanent=true")).isEqualTo("200 [1,2]");
        assertThat(code(http.get(path + "/versions?deleted=true"))).isEqualTo("404 40401");
    }

    @Test
    void deletingAVersion() {
        String path = "/subjects/version-gone-value/versions";
        http.post(path, body(OLD));
        http.post(path, body(NEW));
        assertThat(code(http.delete(path + "/1?permanent=true"))).isEqualTo("404 40407");
        assertThat(http.delete(path + "/1")).isEqualTo("200 1");
        assertThat(code(http.delete(path + "/1"))).isEqualTo("404 40406");
        assertThat(http.get(path)).isEqualTo("200 [2]");
        assertThat(http.delete(path + "/1?permanent=true")).isEqualTo("200 1");
        assertThat(code(http.delete(path + "/1"))).isEqualTo("404 40402");
        assertThat(http.delete(path + "/latest")).isEqualTo("200 2");
    }

    @Test
    void testingCompatibility() {
        String path = "/compatibility/subjects/compat-value/versions";
        assertThat(code(http.post(path + "/1", body(OLD)))).isEqualTo("404 40402");
        assertThat(http.post(path + "/latest", body(OLD))).contains("\"is_compatible\":true");
        http.post("/subjects/compat-value/versions", body(OLD));
        for (String end : new String[] {"/latest", "/1", "/", "", "/latest?verbose=true&normalize=true"}) {
            assertThat(http.post(path + end, body(NEW)))
                    .startsWith("200 ")
                    .contains("\"is_compatible\":true", "\"messages\":[]");
            assertThat(http.post(path + end, body(BREAKING)))
                    .startsWith("200 ")
                    .contains("\"is_compatible\":false", "the new schema cannot read data of version 1");
        }
        assertThat(code(http.post(path + "/latest", body("{")))).isEqualTo("422 42201");
    }

    @Test
    void configuringCompatibility() {
        assertThat(http.get("/config")).isEqualTo("200 {\"compatibilityLevel\":\"BACKWARD\"}");
        assertThat(code(http.get("/config/config-value"))).isEqualTo("404 40408");
        assertThat(http.get("/config/config-value?defaultToGlobal=true"))
                .isEqualTo("200 {\"compatibilityLevel\":\"BACKWARD\"}");
        assertThat(http.put("/config/config-value", "{\"compatibility\":\"FULL\"}"))
                .isEqualTo("200 {\"compatibility\":\"FULL\"}");
        assertThat(http.get("/config/config-value")).isEqualTo("200 {\"compatibilityLevel\":\"FULL\"}");
        assertThat(code(http.put("/config/config-value", "{\"compatibility\":\"SOME\"}")))
                .isEqualTo("422 42203");
        assertThat(http.delete("/config/config-value")).isEqualTo("200 {\"compatibilityLevel\":\"FULL\"}");
        assertThat(code(http.delete("/config/config-value"))).isEqualTo("404 40401");
        assertThat(http.delete("/config")).isEqualTo("200 {\"compatibilityLevel\":\"BACKWARD\"}");
    }

    @Test
    void configuringTheMode() {
        assertThat(http.get("/mode")).isEqualTo("200 {\"mode\":\"READWRITE\"}");
        assertThat(code(http.get("/mode/mode-value"))).isEqualTo("404 40409");
        assertThat(http.put("/mode/mode-value?force=true", "{\"mode\":\"READONLY\"}"))
                .isEqualTo("200 {\"mode\":\"READONLY\"}");
        assertThat(code(http.post("/subjects/mode-value/versions", body(OLD)))).isEqualTo("422 42205");
        assertThat(http.get("/mode/mode-value?defaultToGlobal=true")).isEqualTo("200 {\"mode\":\"READONLY\"}");
        assertThat(code(http.put("/mode/mode-value", "{\"mode\":\"IMPORT\"}"))).isEqualTo("422 42204");
        assertThat(http.delete("/mode/mode-value")).isEqualTo("200 {\"mode\":\"READONLY\"}");
        assertThat(code(http.delete("/mode/mode-value"))).isEqualTo("404 40401");
        assertThat(http.post("/subjects/mode-value/versions", body(OLD))).startsWith("200 ");
    }

    @Test
    void theRest() {
        assertThat(http.get("/")).isEqualTo("200 {}");
        assertThat(http.get("/contexts")).isEqualTo("200 [\".\"]");
        assertThat(http.get("/associations/resources/-/orders?resourceType=topic&associationType=value"))
                .isEqualTo("200 []");
        assertThat(code(http.get("/associations/elsewhere"))).isEqualTo("404 404");
        assertThat(http.get("/v1/metadata/id")).startsWith("200 {");
        assertThat(http.get("/v1/metadata/version")).startsWith("200 {");
        assertThat(code(http.get("/schemas/ids/seven"))).isEqualTo("400 400");
    }
}
