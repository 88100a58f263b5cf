package io.streamgauge.scoring.store;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.core.checksums.RequestChecksumCalculation;
import software.amazon.awssdk.core.checksums.ResponseChecksumValidation;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.core.sync.ResponseTransformer;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.S3ClientBuilder;
import software.amazon.awssdk.services.s3.model.PutObjectRequest;
import software.amazon.awssdk.services.s3.model.S3Exception;
import software.amazon.awssdk.services.s3.model.S3Object;

/**
 * A folder of a bucket, of AWS or of any server that speaks its protocol. What must be new is put with {@code If-None-Match: *},
 * and without where the server does not have that.
 */
final class S3Objects implements RemoteObjects {

    private static final Duration CONNECT = Duration.ofSeconds(5);
    private static final int UNAUTHORIZED = 401;
    private static final int FORBIDDEN = 403;
    private static final int NOT_FOUND = 404;
    private static final int BUSY = 409;
    private static final int TAKEN = 412;
    private static final int NOT_IMPLEMENTED = 501;
    private static final String CREDENTIALS =
            "; credentials are those of AWS: AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY, or a profile of ~/.aws/credentials";

    private final S3Location location;
    private final S3Client client;

    /**
     * @param credentials who asks
     * @param limit how long one request may take as a whole, with all that is tried again
     */
    S3Objects(S3Location location, AwsCredentialsProvider credentials, Duration limit) throws ModelStoreException {
        this.location = location;
        S3ClientBuilder builder = S3Client.builder()
                .httpClientBuilder(UrlConnectionHttpClient.builder()
                        .connectionTimeout(CONNECT)
                        .socketTimeout(limit))
                .credentialsProvider(credentials)
                // Other servers know neither chunks with signatures nor checksums behind them; the digest is checked
                // anyway.
                .requestChecksumCalculation(RequestChecksumCalculation.WHEN_REQUIRED)
                .responseChecksumValidation(ResponseChecksumValidation.WHEN_REQUIRED)
                .serviceConfiguration(s3 -> s3.chunkedEncodingEnabled(false))
                .forcePathStyle(location.pathStyle().orElse(location.endpoint().isPresent()))
                .overrideConfiguration(calls -> calls.apiCallTimeout(limit));
        location.endpoint().ifPresent(builder::endpointOverride);
        location.region()
                .or(() -> location.endpoint().map(own -> "us-east-1")) // what such servers call themselves
                .ifPresent(region -> builder.region(Region.of(region)));
        try {
            this.client = builder.build();
        } catch (SdkException e) {
            throw new ModelStoreException(
                    "the model store " + location.text() + " cannot be asked: " + e.getMessage()
                            + "; the region is ?region= of the URL, or AWS_REGION",
                    e);
        }
    }

    @Override
    public String location() {
        return location.text();
    }

    @Override
    public String where(String key) {
        return "s3://" + location.bucket() + "/" + location.prefix() + key;
    }

    @Override
    public Optional<byte[]> read(String key, int most) throws ModelStoreException {
        Optional<byte[]> read;
        try {
            ResponseTransformer<software.amazon.awssdk.services.s3.model.GetObjectResponse, Optional<byte[]>> bounded =
                    (response, body) -> {
                        byte[] bytes = body.readNBytes(most == Integer.MAX_VALUE ? most : most + 1);
                        if (bytes.length > most) {
                            body.abort();
                            return Optional.empty();
                        }
                        return Optional.of(bytes);
                    };
            read = client.getObject(get -> get.bucket(location.bucket()).key(location.prefix() + key), bounded);
        } catch (S3Exception e) {
            if (isMissing(e)) {
                return Optional.empty();
            }
            throw refused("GetObject", key, e);
        } catch (SdkException e) {
            throw unreachable(key, e);
        }
        if (read.isEmpty()) {
            throw new ModelStoreException(where(key) + " has more than " + most + " bytes, which are allowed");
        }
        return read;
    }

    /** A bucket that is not there is another matter than a key that is not. */
    private static boolean isMissing(S3Exception e) {
        return e.statusCode() == NOT_FOUND && !"NoSuchBucket".equals(code(e));
    }

    @Override
    public boolean has(String key) throws ModelStoreException {
        try {
            client.headObject(head -> head.bucket(location.bucket()).key(location.prefix() + key));
            return true;
        } catch (S3Exception e) {
            return false; // writing tells
        } catch (SdkException e) {
            throw unreachable(key, e);
        }
    }

    @Override
    public boolean write(String key, byte[] bytes, boolean onlyNew) throws ModelStoreException {
        PutObjectRequest.Builder put =
                PutObjectRequest.builder().bucket(location.bucket()).key(location.prefix() + key);
        try {
            if (onlyNew) {
                put.ifNoneMatch("*");
            }
            client.putObject(put.build(), RequestBody.fromBytes(bytes));
            return true;
        } catch (S3Exception e) {
            if (onlyNew && e.statusCode() == TAKEN) {
                return false;
            }
            if (onlyNew && e.statusCode() == NOT_IMPLEMENTED) {
                return write(key, bytes, false);
            }
            if (onlyNew && e.statusCode() == BUSY) {
                throw new ModelStoreException("somebody else is writing " + where(key) + "; try again", e);
            }
            throw refused("PutObject", key, e);
        } catch (SdkException e) {
            throw unreachable(key, e);
        }
    }

    @Override
    public List<String> list(String prefix) throws ModelStoreException {
        String all = location.prefix() + prefix;
        try {
            return client
                    .listObjectsV2Paginator(
                            list -> list.bucket(location.bucket()).prefix(all))
                    .contents()
                    .stream()
                    .map(S3Object::key)
                    .map(key -> key.substring(location.prefix().length()))
                    .toList();
        } catch (S3Exception e) {
            throw refused("ListObjectsV2", prefix, e);
        } catch (SdkException e) {
            throw unreachable(prefix, e);
        }
    }

    private ModelStoreException refused(String action, String key, S3Exception e) {
        boolean who = e.statusCode() == UNAUTHORIZED || e.statusCode() == FORBIDDEN;
        return new ModelStoreException(
                "the model store answers " + action + " of " + where(key) + " with status " + e.statusCode() + ", "
                        + code(e) + (who ? CREDENTIALS : ""),
                e);
    }

    private static String code(S3Exception e) {
        return e.awsErrorDetails() == null
                ? ""
                : String.valueOf(e.awsErrorDetails().errorCode());
    }

    private ModelStoreException unreachable(String key, SdkException e) {
        boolean nobody = e instanceof SdkClientException
                && String.valueOf(e.getMessage()).contains("credentials");
        return new ModelStoreException(
                "cannot reach " + where(key) + " of " + location.text() + ": " + e.getMessage()
                        + (nobody ? CREDENTIALS : ""),
                e);
    }

    @Override
    public void close() {
        client.close();
    }
}
