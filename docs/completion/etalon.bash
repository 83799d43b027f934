# bash completion for etalon; made by 'etalon help completion-bash'
_etalon() {
    local word=${COMP_WORDS[COMP_CWORD]} words
    if [ "$COMP_CWORD" = 1 ]; then
        words='run list show explain ask lint digest serve adapter report diff merge replay upstream known-answers chain fixtures discover watch demo doctor version help'
    else
        case ${COMP_WORDS[1]} in
        run) words='--target --timeout --line-max --jobs --restarts --adapter-network --adapter-memory --adapter-env --header --bearer --jwt-secret --client-cert --client-key --key-password --ca --proxy --http-version --redirects --rate --max-requests --profile --suite --standard --requirement --id --op --level --tag --shard --statement --shuffle --repeat --fail-fast --max-failures --pipeline --allow-writes --key-file --seed-dev --peer --fixture --set --capability --target-file --only --record --resume --report --report-dir --language --baseline --github --data --quiet --no-color' ;;
        list) words='--profile --suite --standard --requirement --id --op --level --tag --shard --ids --json --ops --requirements --profiles --reports --data' ;;
        show) words='--data' ;;
        explain) words='--curl --target --data' ;;
        ask) words='--target --timeout --line-max --jobs --restarts --adapter-network --adapter-memory --adapter-env --header --bearer --jwt-secret --client-cert --client-key --key-password --ca --proxy --http-version --redirects --rate --max-requests --compact --no-check' ;;
        lint) words='--coverage --suite --data --quiet' ;;
        digest) words='--prove --verify --list --data' ;;
        serve) words='--stdio --http --target --timeout --line-max --jobs --restarts --adapter-network --adapter-memory --adapter-env --header --bearer --jwt-secret --client-cert --client-key --key-password --ca --proxy --http-version --redirects --rate --max-requests' ;;
        adapter) words='--target --timeout --line-max --jobs --restarts --adapter-network --adapter-memory --adapter-env --header --bearer --jwt-secret --client-cert --client-key --key-password --ca --proxy --http-version --redirects --rate --max-requests' ;;
        report) words='--report --report-dir --language --baseline --github --quiet --no-color' ;;
        diff) words='--json --quiet' ;;
        merge) words='--record --report --report-dir --language --baseline --github --quiet --no-color' ;;
        replay) words='--id --all --data --quiet' ;;
        upstream) words='--target --timeout --line-max --jobs --restarts --adapter-network --adapter-memory --adapter-env --header --bearer --jwt-secret --client-cert --client-key --key-password --ca --proxy --http-version --redirects --rate --max-requests --only --allow-writes --verbose --trace' ;;
        known-answers) words='--target --timeout --line-max --jobs --restarts --adapter-network --adapter-memory --adapter-env --header --bearer --jwt-secret --client-cert --client-key --key-password --ca --proxy --http-version --redirects --rate --max-requests --only --op --verbose' ;;
        chain) words='' ;;
        fixtures) words='' ;;
        discover) words='--target --timeout --line-max --jobs --restarts --adapter-network --adapter-memory --adapter-env --header --bearer --jwt-secret --client-cert --client-key --key-password --ca --proxy --http-version --redirects --rate --max-requests --compact' ;;
        watch) words='--only --out --history --language --data --quiet' ;;
        demo) words='--keep --json --quiet' ;;
        doctor) words='--data' ;;
        version) words='--data' ;;
        help) words='' ;;
        esac
    fi
    COMPREPLY=($(compgen -W "$words" -- "$word"))
    case $word in
        -*) ;;
        *) [ "$COMP_CWORD" = 1 ] || COMPREPLY+=($(compgen -f -- "$word")) ;;
    esac
}
complete -F _etalon etalon
