package reseller

// Support is how a partner's customers reach it (R37); what is empty is not published.
type Support struct{ URL, Email, Phone string }
