package io.streamgauge.scoring.store;

import java.util.Comparator;

/** What every store asks of registrations. */
final class Registrations {

    /** By name, then in the order of registration. */
    static final Comparator<ModelRegistration> ORDER = Comparator.comparing(ModelRegistration::name)
            .thenComparing(ModelRegistration::registeredAt)
            .thenComparing(ModelRegistration::version);

    private Registrations() {}

    static void checkIsOf(ModelRegistration registration, byte[] onnx) {
        String digest = Digests.of(onnx);
        if (onnx.length != registration.bytes() || !digest.equals(registration.digest())) {
            throw new IllegalArgumentException("the registration is of " + registration.bytes() + " bytes of digest "
                    + registration.digest() + ", the file has " + onnx.length + " of " + digest);
        }
    }

    /** What stands under a key must be the registration of that name and version. */
    static ModelRegistration read(byte[] json, String name, String version, String where) throws ModelStoreException {
        ModelRegistration read = RegistrationJson.read(json, where);
        if (!read.name().equals(name) || !read.version().equals(version)) {
            throw new ModelStoreException(where + " holds the registration of " + read.title());
        }
        return read;
    }
}
