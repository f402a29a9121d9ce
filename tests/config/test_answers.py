"""What every answer of Kring carries, whatever the address."""

import pytest


@pytest.mark.django_db
@pytest.mark.parametrize("address", ["/aanmelden/", "/bestaat-niet/", "/static/account/js/account.js"])
def test_the_browser_may_only_load_what_kring_serves(client, address):
    answer = client.get(address)
    answer.close()
    policy = answer["Content-Security-Policy"]
    assert "default-src 'none'" in policy
    assert "frame-ancestors 'none'" in policy
    assert "unsafe" not in policy
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert answer["Referrer-Policy"] == "same-origin"


@pytest.mark.django_db
def test_nobody_signs_up(client):
    for address in ("/aanmelden/signup/", "/signup/", "/accounts/signup/"):
        assert client.get(address).status_code == 404
