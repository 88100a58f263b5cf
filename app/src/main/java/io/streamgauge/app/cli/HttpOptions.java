package io.streamgauge.app.cli;

import io.streamgauge.app.WrongUsageException;
import io.streamgauge.app.http.AccessToken;
import io.streamgauge.app.http.HttpSettings;
import io.streamgauge.app.http.TlsFiles;
import java.io.IOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Who may reach the HTTP API, and how much may be asked of it at once. */
final class HttpOptions {

    private static final Pattern ADVERTISED =
            Pattern.compile("([A-Za-z0-9._-]+|\\[[0-9A-Fa-f:.]+])(:[1-9][0-9]{0,4})?");

    @Option(
            names = "--host",
            paramLabel = "ADDRESS",
            description = "Where the HTTP API and dashboard listen; 0.0.0.0: on every address (default: 127.0.0.1).")
    private @Nullable String host;

    /** Hidden, for a command line is seen by all users of a machine: it is for the environment. */
    @Option(
            names = "--http-token",
            paramLabel = "TOKEN",
            hidden = true,
            description = "The token itself; to be given as STREAMGAUGE_HTTP_TOKEN.")
    private @Nullable String token;

    @Option(
            names = "--http-token-file",
            paramLabel = "FILE",
            description = {
                "File with a token that callers of the HTTP API must show, as 'Authorization: Bearer TOKEN'.",
                "STREAMGAUGE_HTTP_TOKEN holds the token itself. Without either no token is asked for."
            })
    private @Nullable Path tokenFile;

    @Option(
            names = "--tls-cert",
            paramLabel = "FILE",
            description = "Certificate of the HTTP API in PEM, those that vouch for it after it: serves HTTPS.")
    private @Nullable Path certificate;

    @Option(names = "--tls-key", paramLabel = "FILE", description = "Its private key in PEM, PKCS #8, not encrypted.")
    private @Nullable Path key;

    @Option(
            names = "--max-entities",
            paramLabel = "N",
            description = "How many entities one request may ask for (default: 500).")
    private @Nullable Integer mostEntities;

    @Option(
            names = "--max-exchange-mb",
            paramLabel = "MB",
            description = {
                "How many MiB of questions and answers between instances this one holds at a time (default: 128).",
                "A request for which instances would tell each other more is refused."
            })
    private @Nullable Integer exchangeMb;

    @Option(
            names = "--advertised-http",
            paramLabel = "HOST[:PORT]",
            description = {
                "Where other instances of the pipeline reach this one's HTTP API (default: where it listens).",
                "Needed with --host 0.0.0.0, and where instances run on several machines."
            })
    private @Nullable String advertised;

    /** As given, on no port yet. */
    HttpSettings settings() {
        int most = mostEntities == null ? HttpSettings.MOST_ENTITIES : mostEntities;
        if (most < 1 || most > HttpSettings.MOST_ENTITIES_LIMIT) {
            throw new WrongUsageException(
                    "--max-entities is " + most + "; allowed: 1 to " + HttpSettings.MOST_ENTITIES_LIMIT);
        }
        long exchangeBytes = exchangeMb == null ? HttpSettings.MOST_EXCHANGE_BYTES : (long) exchangeMb << 20;
        if (exchangeMb != null
                && (exchangeMb < HttpSettings.LEAST_EXCHANGE_MB || exchangeMb > HttpSettings.MOST_EXCHANGE_MB)) {
            throw new WrongUsageException("--max-exchange-mb is " + exchangeMb + "; allowed: "
                    + HttpSettings.LEAST_EXCHANGE_MB + " to " + HttpSettings.MOST_EXCHANGE_MB);
        }
        return new HttpSettings(address(), 0, token(), tls(), most, exchangeBytes, advertised());
    }

    /** What to tell somebody who lets others in without a token; empty when they do not. */
    Optional<String> warning() {
        try {
            return InetAddress.getByName(address()).isLoopbackAddress() || token != null || tokenFile != null
                    ? Optional.empty()
                    : Optional.of("the HTTP API on " + address()
                            + " answers everyone who can reach it; STREAMGAUGE_HTTP_TOKEN or --http-token-file asks for a"
                            + " token");
        } catch (UnknownHostException e) {
            throw new WrongUsageException("--host is " + address() + ", which is no address of this machine");
        }
    }

    private String address() {
        return host == null ? HttpSettings.LOOPBACK : host;
    }

    private Optional<String> advertised() {
        if (advertised != null && !ADVERTISED.matcher(advertised).matches()) {
            throw new WrongUsageException("--advertised-http is '" + advertised
                    + "'; allowed: a name or an address, and a port, such as features-1:8080 or [::1]:8080");
        }
        return Optional.ofNullable(advertised);
    }

    private Optional<AccessToken> token() {
        if (token != null && tokenFile != null) {
            throw new WrongUsageException("STREAMGAUGE_HTTP_TOKEN and --http-token-file are both given; give one");
        }
        String text = tokenFile == null ? token : read(tokenFile);
        try {
            return Optional.ofNullable(text).map(AccessToken::of);
        } catch (IllegalArgumentException e) {
            throw new WrongUsageException(
                    (tokenFile == null ? "STREAMGAUGE_HTTP_TOKEN: " : "--http-token-file: ") + e.getMessage());
        }
    }

    private static String read(Path file) {
        try {
            return Files.readString(file).strip();
        } catch (IOException e) {
            throw new WrongUsageException("cannot read --http-token-file " + file + ": " + e);
        }
    }

    private Optional<TlsFiles> tls() {
        if (certificate == null && key == null) {
            return Optional.empty();
        }
        if (certificate == null || key == null) {
            throw new WrongUsageException("--tls-cert and --tls-key go together; "
                    + (key == null ? "--tls-key" : "--tls-cert") + " is missing");
        }
        TlsFiles files = new TlsFiles(certificate, key);
        try {
            files.check();
        } catch (IllegalArgumentException e) {
            throw new WrongUsageException(String.valueOf(e.getMessage()));
        }
        return Optional.of(files);
    }
}
