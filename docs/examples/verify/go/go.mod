module example.com/callback-receiver

go 1.22
