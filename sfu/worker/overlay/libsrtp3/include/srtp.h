#pragma once
// The calls of libsrtp 3 that mediasoup-worker makes, carried by the distribution's libsrtp 2. Two things differ: version 3 hides the
// policy behind functions, and it takes separate input and output buffers where version 2 works in place.
#define srtp_policy_t srtp2_policy_t
#include <srtp2/srtp.h>
#undef srtp_policy_t

#include <cstddef>
#include <cstdint>
#include <cstring>
#include <new>

// Codes that version 2 does not know; their numbers are those of version 3.
constexpr srtp_err_status_t srtp_err_status_buffer_small = static_cast<srtp_err_status_t>(29);
constexpr srtp_err_status_t srtp_err_status_cryptex_err  = static_cast<srtp_err_status_t>(30);

struct Srtp3Policy
{
	srtp2_policy_t policy{};
	uint8_t key[SRTP_MAX_KEY_LEN]{};
	srtp_profile_t profile{};
};
using srtp_policy_t = Srtp3Policy*;

inline srtp_err_status_t srtp_policy_create(srtp_policy_t* policy)
{
	*policy = new (std::nothrow) Srtp3Policy();
	return *policy != nullptr ? srtp_err_status_ok : srtp_err_status_alloc_fail;
}

inline void srtp_policy_destroy(srtp_policy_t policy)
{
	if (policy == nullptr)
		return;
	// Through a volatile pointer, since a compiler may drop a memset right before a delete.
	volatile uint8_t* key = policy->key;
	for (size_t i = 0; i < sizeof(policy->key); ++i)
		key[i] = 0;
	delete policy;
}

inline srtp_err_status_t srtp_policy_set_ssrc(srtp_policy_t policy, srtp_ssrc_t ssrc)
{
	policy->policy.ssrc = ssrc;
	return srtp_err_status_ok;
}

inline srtp_err_status_t srtp_policy_set_profile(srtp_policy_t policy, srtp_profile_t profile)
{
	auto* rtp       = &policy->policy.rtp;
	auto* rtcp      = &policy->policy.rtcp;
	policy->profile = profile;
	switch (profile)
	{
		case srtp_profile_aead_aes_256_gcm:
			srtp_crypto_policy_set_aes_gcm_256_16_auth(rtp);
			srtp_crypto_policy_set_aes_gcm_256_16_auth(rtcp);
			return srtp_err_status_ok;
		case srtp_profile_aead_aes_128_gcm:
			srtp_crypto_policy_set_aes_gcm_128_16_auth(rtp);
			srtp_crypto_policy_set_aes_gcm_128_16_auth(rtcp);
			return srtp_err_status_ok;
		case srtp_profile_aes128_cm_sha1_80:
			srtp_crypto_policy_set_aes_cm_128_hmac_sha1_80(rtp);
			srtp_crypto_policy_set_aes_cm_128_hmac_sha1_80(rtcp);
			return srtp_err_status_ok;
		case srtp_profile_aes128_cm_sha1_32:
			// RFC 5764 4.1.2: the short tag is for RTP alone.
			srtp_crypto_policy_set_aes_cm_128_hmac_sha1_32(rtp);
			srtp_crypto_policy_set_aes_cm_128_hmac_sha1_80(rtcp);
			return srtp_err_status_ok;
		default:
			return srtp_err_status_bad_param;
	}
}

inline srtp_err_status_t srtp_policy_add_key(
  srtp_policy_t policy, const uint8_t* key, size_t keyLen, const uint8_t* salt, size_t saltLen, const uint8_t* /*mki*/, size_t /*mkiLen*/)
{
	const size_t wanted = static_cast<size_t>(policy->policy.rtp.cipher_key_len);
	if (keyLen + saltLen != wanted || wanted > sizeof(policy->key))
		return srtp_err_status_bad_param;
	std::memcpy(policy->key, key, keyLen);
	std::memcpy(policy->key + keyLen, salt, saltLen);
	policy->policy.key = policy->key;
	return srtp_err_status_ok;
}

inline srtp_err_status_t srtp_policy_set_allow_repeat_tx(srtp_policy_t policy, bool allow)
{
	policy->policy.allow_repeat_tx = allow;
	return srtp_err_status_ok;
}

inline srtp_err_status_t srtp_policy_set_window_size(srtp_policy_t policy, size_t size)
{
	policy->policy.window_size = size;
	return srtp_err_status_ok;
}

inline srtp_err_status_t srtp_create(srtp_t* session, srtp_policy_t policy)
{
	return ::srtp_create(session, &policy->policy);
}

inline srtp_err_status_t srtp_stream_remove(srtp_t session, uint32_t ssrc)
{
	return ::srtp_remove_stream(session, ssrc);
}

// Runs one of version 2's in-place calls on a copy in the caller's output buffer, which must also hold what the call appends.
template<typename Call>
inline srtp_err_status_t srtp2_in_place(
  Call call, srtp_t session, const uint8_t* in, size_t inLen, uint8_t* out, size_t* outLen, size_t appended)
{
	if (*outLen < inLen + appended)
		return srtp_err_status_buffer_small;
	if (in != out)
		std::memcpy(out, in, inLen);
	int len           = static_cast<int>(inLen);
	const auto status = call(session, out, &len);
	*outLen           = static_cast<size_t>(len);
	return status;
}

inline srtp_err_status_t srtp_protect(
  srtp_t session, const uint8_t* in, size_t inLen, uint8_t* out, size_t* outLen, size_t /*mkiIndex*/)
{
	const auto call = [](srtp_t s, void* p, int* len) { return ::srtp_protect(s, p, len); };
	return srtp2_in_place(call, session, in, inLen, out, outLen, SRTP_MAX_TRAILER_LEN);
}

inline srtp_err_status_t srtp_unprotect(srtp_t session, const uint8_t* in, size_t inLen, uint8_t* out, size_t* outLen)
{
	const auto call = [](srtp_t s, void* p, int* len) { return ::srtp_unprotect(s, p, len); };
	return srtp2_in_place(call, session, in, inLen, out, outLen, 0);
}

inline srtp_err_status_t srtp_protect_rtcp(
  srtp_t session, const uint8_t* in, size_t inLen, uint8_t* out, size_t* outLen, size_t /*mkiIndex*/)
{
	const auto call = [](srtp_t s, void* p, int* len) { return ::srtp_protect_rtcp(s, p, len); };
	// RTCP appends its index word as well.
	return srtp2_in_place(call, session, in, inLen, out, outLen, SRTP_MAX_TRAILER_LEN + 4);
}

inline srtp_err_status_t srtp_unprotect_rtcp(srtp_t session, const uint8_t* in, size_t inLen, uint8_t* out, size_t* outLen)
{
	const auto call = [](srtp_t s, void* p, int* len) { return ::srtp_unprotect_rtcp(s, p, len); };
	return srtp2_in_place(call, session, in, inLen, out, outLen, 0);
}
