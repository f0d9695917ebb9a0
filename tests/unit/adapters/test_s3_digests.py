from filegate.adapters.s3_digests import digest_of


def test_a_copy_is_known_by_its_sha256() -> None:
    assert digest_of({"ChecksumSHA256": "AAECAw==", "ETag": '"e"'}, 5) == "sha256:00010203"


def test_joined_parts_are_known_by_the_crc_of_the_whole() -> None:
    answer = {"ChecksumCRC64NVME": "AAECAwQFBgc=", "ETag": '"e-2"'}
    assert digest_of(answer, 5) == "crc64nvme:0001020304050607"


def test_a_checksum_of_checksums_is_not_one_of_the_whole() -> None:
    assert digest_of({"ChecksumSHA256": "AAECAw==-2", "ETag": '"e-2"'}, 5) == "md5-of-parts:5:e-2"


def test_without_any_checksum_the_etag_tells_the_parts() -> None:
    assert digest_of({"ETag": '"900150983cd24fb0d6963f7d28e17f72-1"'}, 8) == (
        "md5-of-parts:8:900150983cd24fb0d6963f7d28e17f72-1"
    )
